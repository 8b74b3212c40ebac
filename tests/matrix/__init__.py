"""Everyone tries every door: the authorisation matrix, and the search for words that got out."""
