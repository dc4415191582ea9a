"""
what: magics, commands of the shell, help, and time taken
points: 19 of 19
"""
%matplotlib inline
%load_ext autoreload
%autoreload 2
!echo hello
files = !ls
%time x = sum(range(1000))
growth?


def growth(before, after):
    return (after - before) / before


%timeit -n 1 -r 1 growth(1, 2)
!false
# %% added
%%time
y = growth(100, 150)
# %% added
%%bash
echo from bash
