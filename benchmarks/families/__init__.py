"""Families of counties, one file each."""
