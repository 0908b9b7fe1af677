"""Campaign → the pages of the site."""
