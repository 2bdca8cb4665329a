"""What all pages share: layout, icons, words, headers, refusals."""
