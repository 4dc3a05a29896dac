"""What the directory has for whom, county by county, and where it has nothing: for those who keep it."""
