"""The screens, one task of the person each."""
