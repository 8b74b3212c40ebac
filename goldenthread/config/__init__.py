"""Settings, addresses, the server, start-up checks, and the one table that ties rooms together."""
