"""Letters on paper: photographed or scanned, read by the machine, checked by a person, then a case like any other."""
