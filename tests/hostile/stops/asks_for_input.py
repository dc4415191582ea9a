"""
what: waits for somebody to type, by input, getpass and the standard input
points: 14 of 19
says: growth
"""
import getpass
import sys

assert sys.stdin.read() == ""
rate = input("How much? ")
growth = lambda before, after: getpass.getpass()
