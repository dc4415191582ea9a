"""
what: tabs, spaces at the ends of lines, a form feed, no-break spaces in comments, an Emoji
points: 19 of 19
"""
def growth(before, after):	# tab
	"""A doc text."""   
	# a no-break space:   and 📈
	result = (after - before) / before
	return	result
