"""
what: names, comments and texts in Chinese, full-width brackets in texts
points: 19 of 19
"""
# 计算增长率（小数）
def 增长率(期初, 期末):
    """返回增长率，例如 0.12 表示百分之十二。"""
    return (期末 - 期初) / 期初


growth = 增长率
print("增长率：", 增长率(100, 150), "（小数）")
# %% task_2
def best_customer(销售):
    合计 = {}
    for 客户, 金额 in 销售:
        合计[客户] = 合计.get(客户, 0) + 金额
    return max(合计, key=合计.get)
