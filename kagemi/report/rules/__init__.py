"""One check a rule kind, named `check_<kind>`, in the families of the constraints file."""
