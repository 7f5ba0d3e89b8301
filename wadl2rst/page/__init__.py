"""The content of each page as complete values, in page order and in the page's language, before any RST is written."""
