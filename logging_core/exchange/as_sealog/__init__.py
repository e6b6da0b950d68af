"""Records in the form in which existing Sealog servers give them: JSON shapes, and CSV byte for byte."""
