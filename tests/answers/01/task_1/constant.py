"""
what: types in the order of the public voice assistant
points: 0 of 10
loses: test_1, test_2, test_3
"""
def separating(ratings, product_id):
    return ["extended", "participation", "formal", "availability", "core", "interactivity"]
