"""
what: many small files, folders in folders, and all open at once
points: 14 of 19
says: growth
"""
import os

held = []
place = "."
while True:
    place += "/d"
    os.mkdir(place)
    held.append(open(place + "/f", "w"))
