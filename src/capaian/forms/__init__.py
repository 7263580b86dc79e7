"""SOP steps 4 and 5: which rows a unit gets, and the form that goes out."""
