"""The form and the receipt that the desk's ways share."""
