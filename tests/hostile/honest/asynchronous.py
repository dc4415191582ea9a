"""
what: await at the top of a cell, and a coroutine that a plain function runs
points: 19 of 19
"""
import asyncio


async def slowly(before, after):
    await asyncio.sleep(0)
    return (after - before) / before


print(await slowly(100, 150))


def growth(before, after):
    work = slowly(before, after)
    try:
        work.send(None)
        work.send(None)
    except StopIteration as end:
        return end.value
