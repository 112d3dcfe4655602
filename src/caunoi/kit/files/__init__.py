"""Files from outside: checked, stripped, kept by content, shown only to those who may see what they belong to."""
