"""What stands on each page: complete values, in the order and the words of the page, before any RST."""
