"""Rigs that hurt the product on purpose, made to be used again by every room that promises all or nothing."""
