"""The product used as people use it, in Chromium, from page to page by what stands on them."""
