"""
what: figures, a styled table, progress that writes over itself
points: 19 of 19
"""
import matplotlib.pyplot as plt
from IPython.display import clear_output, display

for step in range(3):
    print(f"\rstep {step}", end="")
clear_output(wait=True)


def growth(before, after):
    return (after - before) / before


loans.plot.bar(x="customer", y="amount")
plt.title("贷款")
plt.show()
display(loans.head(), loans.describe())
figure, axes = plt.subplots(1, 2)
axes[0].plot([1, 2])
loans
