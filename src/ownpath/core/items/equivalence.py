"""Whether two expressions are always worth the same: exact arithmetic at chosen points, with a proven bound."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from fractions import Fraction
from math import gcd

from ownpath.core.items.notation import Node, UnreadableError, read_expression

MOST_DEGREE = 24
MOST_BITS = 600
MOST_RADICAND = 10**6
MOST_ROOTS = 2
POINTS = 3
SIZE_OF_POINTS = 2**40

# A number of the field of square roots: the part before each square-free root. {1: a, 6: b} is a + b√6.
Surd = dict[int, Fraction]


def check_bounds(node: Node) -> None:
    """Refuse a tree whose arithmetic could grow: degree, length of numbers and kinds of roots are bounded.

    Parameters
    ----------
    node : tuple
        From `read_expression`.

    Raises
    ------
    UnreadableError
        The degree may be above 24, a number longer than 600 bits, a root is of something else than a whole number up
        to a million, or more than two different primes stand under roots.
    """
    primes: set[int] = set()
    for side in node[2:] if node[0] == "rel" else (node,):
        _bounds(side, primes)
    if len(primes) > MOST_ROOTS:
        raise UnreadableError("too_long")


def _bounds(node: Node, primes: set[int]) -> tuple[int, int, int]:
    """Bounds of the degrees above and below the line and of the bits of a number."""
    kind = node[0]
    if kind == "num":
        digits = len(node[1])
        return 0, 0, 4 * digits
    if kind == "mixed":
        return 0, 0, 8 * sum(map(len, node[1:]))
    if kind == "var":
        return 1, 0, 1
    if kind in {"neg", "group"}:
        return _bounds(node[1], primes)
    if kind == "root":
        inside = node[1][1] if node[1][0] == "group" else node[1]
        if node[2] != 2 or inside[0] != "num" or not inside[1].isdigit() or int(inside[1]) > MOST_RADICAND:
            raise UnreadableError("root")
        primes.update(_square_free(int(inside[1]))[2])
        return 0, 0, 20
    if kind == "pow":
        above, below, bits = _bounds(node[1], primes)
        times = node[2]
        if not isinstance(times, int):
            raise UnreadableError("exponent")
        if times < 0:
            above, below, times = below, above, -times
        sizes = above * times, below * times, (bits + 2) * max(times, 1)
    elif kind in {"add", "sub", "mul", "div"}:
        (above, below, bits), (other_above, other_below, other_bits) = (_bounds(each, primes) for each in node[1:3])
        if kind == "div":
            other_above, other_below = other_below, other_above
        over = max(above + other_below, other_above + below) if kind in {"add", "sub"} else above + other_above
        sizes = over, below + other_below, bits + other_bits + 2
    else:
        raise UnreadableError("cannot_read")
    if sizes[0] > MOST_DEGREE or sizes[1] > MOST_DEGREE or sizes[2] > MOST_BITS:
        raise UnreadableError("too_long")
    return sizes


def _square_free(number: int) -> tuple[int, int, tuple[int, ...]]:
    """Write a whole number as outside² × inside: give both, and the primes inside."""
    outside, inside, primes, left, prime = 1, 1, [], number, 2
    if number == 0:
        return 0, 1, ()
    while prime * prime <= left:
        times = 0
        while left % prime == 0:
            left, times = left // prime, times + 1
        outside *= prime ** (times // 2)
        if times % 2:
            inside *= prime
            primes.append(prime)
        prime += 1
    if left > 1:
        inside *= left
        primes.append(left)
    return outside, inside, tuple(primes)


def _times(first: Surd, second: Surd) -> Surd:
    product: Surd = {}
    for root, part in first.items():
        for other, other_part in second.items():
            shared = gcd(root, other)
            key = root * other // shared**2
            product[key] = product.get(key, Fraction(0)) + part * other_part * shared
    return {key: part for key, part in product.items() if part}


def _plus(first: Surd, second: Surd, sign: int = 1) -> Surd:
    total = dict(first)
    for root, part in second.items():
        total[root] = total.get(root, Fraction(0)) + sign * part
    return {key: part for key, part in total.items() if part}


def _inverse(number: Surd) -> Surd:
    """Divide one by a number: multiplied by its conjugates it becomes rational."""
    if not number:
        raise ZeroDivisionError
    above, below = {1: Fraction(1)}, number
    while set(below) != {1}:
        root = next(key for key in below if key != 1)
        prime = next(each for each in _square_free(root)[2])
        conjugate = {key: -part if key % prime == 0 else part for key, part in below.items()}
        above, below = _times(above, conjugate), _times(below, conjugate)
    return {key: part / below[1] for key, part in above.items()}


def evaluate(node: Node, at: Mapping[str, Fraction]) -> Surd:
    """Work out a tree exactly at one point.

    Parameters
    ----------
    node : tuple
        A tree within `check_bounds`.
    at : mapping of str to Fraction
        The value of each letter; π is a letter like any other, since it is transcendental.

    Returns
    -------
    dict of int to Fraction
        The part before each square-free root; without roots only 1 stands in it, and zero is empty.

    Raises
    ------
    ZeroDivisionError
        A denominator is zero there.
    """
    kind = node[0]
    if kind == "num":
        value = Fraction(node[1].replace(",", ""))
        return {1: value} if value else {}
    if kind == "mixed":
        whole, upper, lower = map(int, node[1:])
        return {1: whole + Fraction(upper, lower)}
    if kind == "var":
        return {1: at[node[1]]} if at[node[1]] else {}
    if kind == "group":
        return evaluate(node[1], at)
    if kind == "neg":
        return {key: -part for key, part in evaluate(node[1], at).items()}
    if kind == "root":
        inside = node[1][1] if node[1][0] == "group" else node[1]
        outside, root, _ = _square_free(int(inside[1]))
        return {root: Fraction(outside)} if outside else {}
    first = evaluate(node[1], at)
    if kind == "pow":
        base = _inverse(first) if node[2] < 0 else first
        result: Surd = {1: Fraction(1)}
        for _ in range(abs(node[2])):
            result = _times(result, base)
        return result
    second = evaluate(node[2], at)
    if kind in {"add", "sub"}:
        return _plus(first, second, 1 if kind == "add" else -1)
    return _times(first, second if kind == "mul" else _inverse(second))


def _points(text: str, letters: str) -> list[dict[str, Fraction]]:
    """Points that follow from the two texts: the same for the same answer, and not to be foreseen by eye."""
    points = []
    for number in range(4 * POINTS):
        point = {}
        for letter in letters:
            digest = hashlib.blake2b(f"{number}|{letter}|{text}".encode(), digest_size=8).digest()
            point[letter] = Fraction(int.from_bytes(digest, "big") % SIZE_OF_POINTS + 1)
        points.append(point)
    return points


def same_value(first: str, second: str, letters: str, language: str = "en") -> bool:
    """Tell whether two expressions are worth the same for all numbers, or two equations are the same up to a factor.

    Parameters
    ----------
    first, second : str
        Written mathematics. Two equations are the same when one is the other with both sides multiplied alike or with
        terms moved across; an equation and an expression never are.
    letters : str
        The variables, one letter each.
    language : str
        How the second is written; the first is written as in English.

    Returns
    -------
    bool
        True is certain to 1 in 2^90 (see References); False is certain. An expression that is undefined at single
        numbers counts as the one that it agrees with everywhere else, such as (x² − 1)/(x − 1) and x + 1.

    Raises
    ------
    UnreadableError
        One of them cannot be read or is out of bounds.

    References
    ----------
    Schwartz, J. T. (1980). Fast probabilistic algorithms for verification of polynomial identities. J. ACM 27. The
    difference of the cross products has a degree of at most 192; each of its `POINTS` = 3 points is drawn from 2^40
    numbers for each letter, so that all three are zeros with a chance of at most (192 / 2^40)^3. The square roots of
    square-free numbers are linearly independent over the rationals (Besicovitch, 1940), so comparing parts is exact.
    """
    trees = read_expression(first, letters=letters), read_expression(second, letters=letters, language=language)
    return same_trees(*trees, letters=letters, seed=f"{first}|{second}")


def same_trees(first: Node, second: Node, *, letters: str, seed: str) -> bool:
    """Do what `same_value` does with trees that were read already; `seed` chooses the points."""
    check_bounds(first)
    check_bounds(second)
    are_equations = [each[0] == "rel" for each in (first, second)]
    if are_equations[0] != are_equations[1]:
        return False
    if are_equations[0] and not first[1] == second[1] == "=":
        raise UnreadableError("cannot_read")
    compared, earlier = 0, None
    for point in _points(seed, letters + "π"):
        try:
            if are_equations[0]:
                values = tuple(
                    _plus(evaluate(each[2], point), evaluate(each[3], point), -1) for each in (first, second)
                )
                if earlier is not None and _times(values[0], earlier[1]) != _times(values[1], earlier[0]):
                    return False
                if bool(values[0]) != bool(values[1]):
                    return False
                earlier = values
            elif evaluate(first, point) != evaluate(second, point):
                return False
        except ZeroDivisionError:
            continue
        compared += 1
        if compared > POINTS:
            return True
    if compared == 0:
        raise UnreadableError("divides_by_zero")
    return True


def is_expanded(node: Node) -> bool:
    """Tell whether a tree is a sum of terms in which no sum is multiplied and like terms are put together."""
    terms: list[Node] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each[0] in {"add", "sub"}:
            waiting += each[1:3]
        elif each[0] in {"neg", "group"}:
            waiting.append(each[1])
        else:
            terms.append(each)
    kinds = [_letters_of(term) for term in terms]
    return None not in kinds and len(set(kinds)) == len(kinds)


def _letters_of(node: Node) -> tuple[tuple[str, int], ...] | None:
    """The letters of one term with their powers, None where a sum stands inside it or two numbers are multiplied."""
    powers: dict[str, int] = {}
    numbers = 0
    waiting: list[tuple[Node, int]] = [(node, 1)]
    while waiting:
        each, times = waiting.pop()
        kind = each[0]
        if kind in {"add", "sub"}:
            return None
        if kind == "var":
            powers[each[1]] = powers.get(each[1], 0) + times
        elif kind in {"neg", "group"}:
            waiting.append((each[1], times))
        elif kind == "pow":
            waiting.append((each[1], times * each[2]))
        elif kind == "mul":
            waiting += [(each[1], times), (each[2], times)]
        elif kind == "div":
            waiting += [(each[1], times), (each[2], -times)]
        elif kind in {"num", "mixed"} and times > 0:
            numbers += 1
    return None if numbers > 1 else tuple(sorted((name, power) for name, power in powers.items() if power))


def is_factored(node: Node) -> bool:
    """Tell whether a tree is a product one of whose factors is a sum."""
    while node[0] in {"neg", "group"}:
        node = node[1]
    if node[0] == "pow":
        return _has_sum(node[1])
    return node[0] == "mul" and (_has_sum(node[1]) or _has_sum(node[2]))


def _has_sum(node: Node) -> bool:
    while node[0] in {"neg", "group", "pow"}:
        node = node[1]
    return node[0] in {"add", "sub"} or (node[0] == "mul" and (_has_sum(node[1]) or _has_sum(node[2])))
