"""Does a stored case agree with itself and with its audit?"""
