"""Every voice gets an answer: cases (phản ánh, kiến nghị) from their receipt to their answer, and after."""
