"""Every operation, over HTTP, against numpy: what comes back must be right up to the rounding that
such a computation can't avoid, which is judged by backward error (Higham, Accuracy and Stability of
Numerical Algorithms, 2nd ed., chapter 7), not by digits.

usage: operations.py PROGRAM
"""

import math
import re
import sys
import unittest
from pathlib import Path

import numpy as np

from service import Service

PROGRAM = sys.argv.pop(1)

EPSILON = 2.0**-53
SLACK = 32  # how many times the rounding of one sum of n terms an algorithm may come to

SHAPES = [(1, 1), (1, 7), (7, 1), (2, 3), (3, 2), (4, 4), (17, 5), (5, 17), (33, 33), (100, 60),
          (60, 100), (100, 100)]
LARGE = (1000, 1000)

NO_RESULTS = {"shape", "explain", "practice"}  # these are about rules, not about numbers


def norm(matrix):
    """The Frobenius norm, also of complex entries."""
    return math.sqrt(np.sum(np.abs(np.asarray(matrix)) ** 2))


class Operations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()

    def setUp(self):
        self.random = np.random.default_rng(20261125)

    def matrix(self, rows, columns):
        return self.random.standard_normal((rows, columns))

    def symmetric(self, n):
        half = self.matrix(n, n)
        return half + half.T

    def definite(self, n):
        half = self.matrix(n, n)
        return half @ half.T + n * np.eye(n)

    def asked(self, name, operands, options=None):
        """The answer; large matrices travel as .npy, so that time is spent on the operation."""
        size = sum(each.size for each in operands.values() if isinstance(each, np.ndarray))
        ask = self.service.ask_binary if size > 10000 else self.service.ask
        return ask(name, operands, options)

    def any(self):
        return (self.matrix(*shape) for shape in [*SHAPES, LARGE])

    def squares(self, make=None):
        sizes = [m for m, n in [*SHAPES, LARGE] if m == n]
        return map(make or (lambda n: self.matrix(n, n)), sizes)

    def small(self, error, scale, terms):
        """That an error is no more than rounding sums of so many terms of this size."""
        bound = SLACK * terms * EPSILON * scale
        self.assertLessEqual(float(np.max(error)), float(np.max(bound)) + 5e-324)

    def same(self, got, expected):
        self.assertEqual(got.shape, expected.shape)
        self.assertTrue(np.array_equal(got, expected))

    def orthonormal(self, columns):
        self.small(norm(columns.conj().T @ columns - np.eye(columns.shape[1])),
                   math.sqrt(columns.shape[1]), columns.shape[0])

    # What is exact but for one rounding.

    def test_sums_differences_and_products_entry_by_entry_are_numpys_to_the_bit(self):
        for a in self.any():
            with self.subTest(shape=a.shape):
                b = self.matrix(*a.shape)
                self.same(self.asked("add", {"a": a, "b": b})["sum"], a + b)
                self.same(self.asked("subtract", {"a": a, "b": b})["difference"], a - b)
                self.same(self.asked("hadamard", {"a": a, "b": b})["product"], a * b)

    def test_scaled_and_transposed_matrices_are_numpys_to_the_bit(self):
        for a in self.any():
            with self.subTest(shape=a.shape):
                self.same(self.asked("scale", {"a": a}, {"by": -1.7})["scaled"], -1.7 * a)
                self.same(self.asked("transpose", {"a": a})["transpose"], a.T)

    def test_kronecker_products_are_numpys_to_the_bit(self):
        for p, q, r, s in [(1, 1, 1, 1), (1, 4, 3, 1), (2, 3, 4, 5), (20, 25, 50, 40)]:
            with self.subTest(shape=(p * r, q * s)):
                a, b = self.matrix(p, q), self.matrix(r, s)
                self.same(self.asked("kronecker", {"a": a, "b": b})["product"], np.kron(a, b))

    # Products.

    def test_products(self):
        for m, k, n in [(1, 1, 1), (1, 9, 1), (9, 1, 9), (3, 4, 5), (64, 65, 66), (1000,) * 3]:
            with self.subTest(shape=(m, k, n)):
                a, b = self.matrix(m, k), self.matrix(k, n)
                got = self.asked("multiply", {"a": a, "b": b})["product"]
                self.small(np.abs(got - a @ b), np.abs(a) @ np.abs(b), k)

    def test_chains_have_the_product_and_the_cheapest_order(self):
        for sizes in [(2, 3, 4), (10, 1, 10, 1, 10), (5, 40, 2, 30, 7), (1000, 10, 1000, 20)]:
            with self.subTest(sizes=sizes):
                matrices = [self.matrix(m, n) for m, n in zip(sizes, sizes[1:])]
                got = self.asked("chain", {"matrices": matrices})
                expected = np.linalg.multi_dot(matrices)
                scale = np.linalg.multi_dot([np.abs(each) for each in matrices])
                self.small(np.abs(got["product"] - expected), scale, sum(sizes))
                self.assertEqual(got["multiplications"], cheapest(sizes))
                self.assertEqual(got["left_to_right"], sum(
                    sizes[0] * m * n for m, n in zip(sizes[1:], sizes[2:])))

    def test_powers(self):
        for a in self.squares():
            with self.subTest(shape=a.shape):
                a /= norm(a)
                for exponent in (0, 1, 2, 3, 10):
                    got = self.asked("power", {"a": a}, {"exponent": exponent})["power"]
                    self.small(norm(got - np.linalg.matrix_power(a, exponent)),
                               max(norm(a) ** exponent, exponent == 0), len(a))

    def test_negative_powers_are_powers_of_the_inverse(self):
        for n in (1, 2, 5, 40):
            with self.subTest(n=n):
                a = self.definite(n)
                got = self.asked("power", {"a": a}, {"exponent": -2})["power"]
                self.small(norm(got @ a @ a - np.eye(n)), norm(got) * norm(a) ** 2, n)

    # Numbers.

    def test_traces(self):
        for a in self.squares():
            with self.subTest(shape=a.shape):
                diagonal = np.diagonal(a)
                self.small(abs(self.asked("trace", {"a": a})["trace"] - math.fsum(diagonal)),
                           np.abs(diagonal).sum(), len(a))

    def test_determinants_also_where_a_double_cannot_hold_them(self):
        for a in self.squares():
            with self.subTest(shape=a.shape):
                got = self.asked("determinant", {"a": a})
                sign, logarithm = np.linalg.slogdet(a)
                value = float(got["determinant"] if "determinant" in got else got["mantissa"])
                exponent = float(got.get("exponent", 0))
                self.assertEqual(np.sign(value), sign)
                self.small(abs(math.log(abs(value)) + exponent * math.log(10) - logarithm),
                           np.linalg.cond(a) + abs(logarithm), len(a))

    def test_ranks(self):
        for m, n in [*SHAPES, (200, 300)]:
            for rank in {1, (min(m, n) + 1) // 2, min(m, n)}:
                with self.subTest(shape=(m, n), rank=rank):
                    a = self.matrix(m, rank) @ self.matrix(rank, n)
                    self.assertEqual(self.asked("rank", {"a": a})["rank"], rank)

    def test_norms(self):
        for a in self.any():
            with self.subTest(shape=a.shape):
                for kind, expected in {"frobenius": np.linalg.norm(a), "1": np.linalg.norm(a, 1),
                                       "inf": np.linalg.norm(a, np.inf), "max": np.abs(a).max(),
                                       "2": np.linalg.norm(a, 2)}.items():
                    got = self.asked("norm", {"a": a}, {"kind": kind})["norm"]
                    self.small(abs(got - expected), expected, max(a.shape))

    # Equations.

    def test_inverses(self):
        for a in self.squares():
            with self.subTest(shape=a.shape):
                got = self.asked("inverse", {"a": a})
                inverse = got["inverse"]
                self.small(norm(a @ inverse - np.eye(len(a))), norm(a) * norm(inverse), len(a))
                self.assertLess(abs(math.log10(got["condition"] / np.linalg.cond(a, 1))), 1)

    def test_square_systems(self):
        for a in self.squares():
            with self.subTest(shape=a.shape):
                b = self.matrix(len(a), 3)
                got = self.asked("solve", {"a": a, "b": b})
                self.assertEqual(str(got["method"]), "lu")
                self.small(norm(a @ got["solution"] - b), norm(a) * norm(got["solution"]) + norm(b),
                           len(a))

    def test_least_squares_of_least_norm(self):
        for m, n in [*(shape for shape in SHAPES if shape[0] != shape[1]), (1000, 300)]:
            for rank in {min(m, n), max(1, min(m, n) // 2)}:
                with self.subTest(shape=(m, n), rank=rank):
                    a, b = self.matrix(m, rank) @ self.matrix(rank, n), self.matrix(m, 2)
                    got = self.asked("solve", {"a": a, "b": b})
                    x = got["solution"]
                    left = b - a @ x
                    scale = np.linalg.cond(a) if rank == min(m, n) else 100 * np.linalg.cond(
                        a[:, :rank])
                    self.assertEqual(got["rank"], rank)
                    self.small(norm(a.T @ left), norm(a) * (norm(a) * norm(x) + norm(b)), max(m, n))
                    self.small(norm(x - np.linalg.pinv(a) @ (a @ x)), scale * norm(x), max(m, n))
                    self.small(np.abs(got["residual"] - np.linalg.norm(left, axis=0)),
                               norm(a) * norm(x) + norm(b), max(m, n))

    # Factorizations.

    def test_lu(self):
        for a in self.any():
            with self.subTest(shape=a.shape):
                got = self.asked("lu", {"a": a})
                lower, upper = got["l"], got["u"]
                self.same(lower, np.tril(lower, -1) + np.eye(*lower.shape))
                self.same(upper, np.triu(upper))
                self.assertLessEqual(np.abs(lower).max(), 1)
                rows = got["permutation"].astype(int) - 1
                self.assertEqual(sorted(rows), list(range(len(a))))
                self.small(norm(a[rows] - lower @ upper), norm(lower) * norm(upper), max(a.shape))

    def test_qr(self):
        for a in self.any():
            with self.subTest(shape=a.shape):
                got = self.asked("qr", {"a": a})
                self.same(got["r"], np.triu(got["r"]))
                self.orthonormal(got["q"])
                self.small(norm(a - got["q"] @ got["r"]), norm(a), max(a.shape))

    def test_cholesky(self):
        for a in self.squares(self.definite):
            with self.subTest(shape=a.shape):
                lower = self.asked("cholesky", {"a": a})["l"]
                self.same(lower, np.tril(lower))
                self.small(norm(a - lower @ lower.T), norm(a), len(a))

    def test_singular_values(self):
        for a in self.any():
            with self.subTest(shape=a.shape):
                got = self.asked("svd", {"a": a})
                u, values, vt = got["u"], got["singular_values"], got["vt"]
                self.orthonormal(u)
                self.orthonormal(vt.T)
                self.small(norm(a - u * values @ vt), norm(a), max(a.shape))
                expected = np.linalg.svd(a, compute_uv=False)
                self.small(np.abs(values - expected), values[0], max(a.shape))

    def test_eigenvalues_of_symmetric_matrices(self):
        for a in self.squares(self.symmetric):
            with self.subTest(shape=a.shape):
                got = self.asked("eigen", {"a": a})
                values, vectors = got["values"], got["vectors"]
                self.assertFalse(np.iscomplexobj(values))
                self.orthonormal(vectors)
                self.small(norm(a @ vectors - vectors * values), norm(a), len(a))
                self.small(np.abs(values - np.linalg.eigvalsh(a)), norm(a), len(a))

    def test_eigenvalues_of_others(self):
        for a in self.squares():
            with self.subTest(shape=a.shape):
                got = self.asked("eigen", {"a": a})
                values, vectors = got["values"], got["vectors"]
                self.small(norm(a @ vectors - vectors * values), norm(a), len(a))
                self.small(np.abs(np.linalg.norm(vectors, axis=0) - 1), 1, len(a))
                self.small(abs(values.sum() - np.trace(a)), norm(a), len(a))


def cheapest(sizes):
    """The fewest multiplications for a chain of such sizes, by the textbook's recursion."""
    best = {(i, i): 0 for i in range(len(sizes) - 1)}
    for length in range(1, len(sizes) - 1):
        for i in range(len(sizes) - 1 - length):
            j = i + length
            best[i, j] = min(best[i, k] + best[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1]
                             for k in range(i, j))
    return best[0, len(sizes) - 2]


class Completeness(unittest.TestCase):
    def test_no_operation_is_left_out(self):
        specification = Path(__file__).resolve().parents[2] / "openapi.yaml"
        paths = re.findall(r"^  /v1/(\w+):$", specification.read_text("utf-8"), re.MULTILINE)
        checks = Path(__file__).read_text("utf-8")
        self.assertGreater(len(paths), 20)
        for name in set(paths) - NO_RESULTS:
            self.assertIn(f'self.asked("{name}"', checks)


if __name__ == "__main__":
    unittest.main()
