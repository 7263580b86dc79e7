"""Indonesian numbers, dates and words, and foreign text made inert for each place it goes to."""
