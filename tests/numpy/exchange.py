"""Arrays that numpy saved, on their way through the server and back: bit for bit what the same
numbers give as JSON.

usage: exchange.py PROGRAM
"""

import contextlib
import io
import json
import pathlib
import re
import sys
import unittest

import numpy as np

from service import NPY, ZIP, Refused, Service, form, in_json, saved

PROGRAM = sys.argv.pop(1)
README = pathlib.Path(__file__).parents[2] / "README.md"

FLOATS = ["<f8", "<f4", ">f8", ">f4"]
WHOLE = ["|i1", "|u1", "|b1"] + [order + kind + size for order in "<>" for kind in "iu"
                                 for size in "248"]
ORDERS = {"C": np.ascontiguousarray, "F": np.asfortranarray}


def saved_as(array, version):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version)
    return file.getvalue()


def bits(array):
    return np.ascontiguousarray(array, "<f8").view("<u8")


class Exchange(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(PROGRAM)

    @classmethod
    def tearDownClass(cls):
        cls.service.stop()

    def setUp(self):
        self.random = np.random.default_rng(20261125)

    def matrix(self, rows, columns, dtype="<f8"):
        """Numbers of all that a type can tell, but for NaN and infinity."""
        kind = np.dtype(dtype)
        if kind.kind == "b":
            return self.random.integers(0, 2, (rows, columns)).astype(dtype)
        if kind.kind in "iu":
            most = min(8 * kind.itemsize, 40) - (kind.kind == "i")
            least = -2**most if kind.kind == "i" else 0
            return self.random.integers(least, 2**most, (rows, columns)).astype(dtype)
        return (self.random.standard_normal((rows, columns)) * 10.0
                ** self.random.integers(-9, 9, (rows, columns))).astype(dtype)

    def load(self, path, body, kind, accept=NPY):
        return np.load(io.BytesIO(self.service.exchange(path, body, kind, accept)))

    def multiplied(self, a, b, options=None, accept=NPY):
        """The product of two files."""
        return self.load("/v1/multiply", *form([("a", NPY, a), ("b", NPY, b)], options), accept)

    def product_in_json(self, a, b):
        body, kind = in_json({"a": a.astype("<f8"), "b": b.astype("<f8")}, {})
        answer = self.service.exchange("/v1/multiply", body, kind, "application/json")
        return np.array(json.loads(answer)["product"])

    def assert_same_bits(self, array, wanted):
        self.assertEqual(array.shape, wanted.shape)
        np.testing.assert_array_equal(bits(array), bits(wanted))

    def assert_refused(self, name, call):
        with self.assertRaises(Refused) as caught:
            call()
        problem = caught.exception.problem
        self.assertEqual(problem["type"], f"/problems/{name}", problem["detail"])
        return problem

    def test_every_type_order_and_version_gives_the_product_of_the_json_route(self):
        b = self.matrix(9, 5)
        for dtype in FLOATS + WHOLE:
            a = self.matrix(7, 9, dtype)
            wanted = self.product_in_json(a, b)
            for order, arranged in ORDERS.items():
                for version in [(1, 0), (2, 0), (3, 0)]:
                    with self.subTest(dtype=dtype, order=order, version=version):
                        file = saved_as(arranged(a), version)
                        self.assert_same_bits(self.multiplied(file, saved(b)), wanted)

    def test_a_transposition_gives_back_what_was_saved_bit_by_bit(self):
        for dtype in FLOATS:
            for arranged in ORDERS.values():
                for shape in [(1, 1), (1, 8), (8, 1), (3, 5), (64, 33), (301, 407)]:
                    with self.subTest(dtype=dtype, arranged=arranged, shape=shape):
                        a = self.matrix(*shape, dtype)
                        got = self.load("/v1/transpose", saved(arranged(a)), NPY)
                        self.assert_same_bits(got, a.astype("<f8").T)

    def test_a_vector_is_a_row_and_on_the_right_a_column(self):
        row, column, matrix = self.matrix(1, 4)[0], self.matrix(1, 6)[0], self.matrix(4, 6)
        wanted = self.product_in_json(row[np.newaxis], matrix)
        self.assert_same_bits(self.multiplied(saved(row), saved(matrix)), wanted)
        wanted = self.product_in_json(matrix, column[:, np.newaxis])
        self.assert_same_bits(self.multiplied(saved(matrix), saved(column)), wanted)

    def test_a_large_matrix_in_either_order_is_the_same(self):
        a, b = self.matrix(700, 500), self.matrix(500, 600)
        wanted = self.product_in_json(a, b)
        for arranged in ORDERS.values():
            got = self.multiplied(saved(arranged(a)), saved(arranged(b)))
            self.assert_same_bits(got, wanted)

    def test_floats_are_the_product_rounded_once(self):
        a, b = self.matrix(4, 3), self.matrix(3, 6)
        wanted = self.product_in_json(a, b).astype("<f4")
        for accept in [NPY + ";dtype=<f4", NPY + ';dtype="<f4"', NPY + "; dtype=float32"]:
            got = self.multiplied(saved(a), saved(b), accept=accept)
            self.assertEqual(got.dtype, np.dtype("<f4"))
            np.testing.assert_array_equal(got, wanted)
        got = self.multiplied(saved(a), saved(b), {"dtype": "float32"})
        self.assertEqual(got.dtype, np.dtype("<f4"))
        np.testing.assert_array_equal(got, wanted)

    def test_nan_and_infinity_come_in_and_go_out(self):
        a = np.array([[1, np.nan], [np.inf, 2], [3, 4]])
        wanted = np.array([[1, np.nan], [np.inf, 2], [3, 4]]).T
        np.testing.assert_array_equal(self.load("/v1/transpose", saved(a), NPY), wanted)
        with np.errstate(invalid="ignore"):
            np.testing.assert_array_equal(
                self.multiplied(saved(a), saved(np.eye(2))), a @ np.eye(2))

    def test_nan_and_infinity_are_refused_where_the_answer_is_text(self):
        a = np.array([[1.0, 2.0], [3.0, np.nan]])
        for accept in ["application/json", "text/plain"]:
            problem = self.assert_refused("out-of-range", lambda: self.service.exchange(
                "/v1/transpose", saved(a), NPY, accept))
            self.assertEqual((problem["row"], problem["column"]), (2, 2))

    def test_a_whole_number_that_no_double_is_equal_to_is_refused_unless_it_may_be_rounded(self):
        a = np.array([[1, 2, 3], [4, 2**53 + 1, 2**53 + 3]])
        for arranged in ORDERS.values():
            parts = [("a", NPY, saved(arranged(a)))]
            problem = self.assert_refused(
                "out-of-range", lambda: self.load("/v1/transpose", *form(parts, None)))
            self.assertEqual((problem["row"], problem["column"]), (2, 2))
            got = self.load("/v1/transpose", *form(parts, {"round": True}))
            self.assert_same_bits(got, a.T.astype("<f8"))

    def test_what_is_no_matrix_of_numbers_is_refused_by_its_name(self):
        fields = np.zeros(3, dtype=[("x", "<f8"), ("y", "<i4")])
        for array, word in [(np.zeros((2, 2), "<f2"), "float16"), (np.zeros((2, 2), "c16"), "<c16"),
                            (np.array([["1", "2"]]), "<U1"), (np.zeros((2, 2), "M8[ns]"), "<M8[ns]"),
                            (fields, "('y', '<i4')"), (np.array([[1, None]]), "|O")]:
            problem = self.assert_refused(
                "wrong-type", lambda: self.load("/v1/transpose", saved(array), NPY))
            self.assertIn(word, problem["detail"])
        for array in [np.array(3.0), np.zeros((2, 3, 4))]:
            self.assert_refused("bad-value",
                                lambda: self.load("/v1/transpose", saved(array), NPY))
        self.assert_refused("empty-matrix",
                            lambda: self.load("/v1/transpose", saved(np.zeros((0, 3))), NPY))

    def test_a_file_that_is_cut_or_too_long_is_refused(self):
        file = saved(self.matrix(3, 3))
        for body in [file[:-1], file + b"\0"]:
            self.assert_refused("data-does-not-fit", lambda: self.load("/v1/transpose", body, NPY))
        for body in [b"", file[:4], file[:90], b"PK\3\4", b"[[1,2],[3,4]]"]:
            self.assert_refused("malformed-body", lambda: self.load("/v1/transpose", body, NPY))

    def test_an_archive_has_every_member_by_its_name(self):
        a, b = self.matrix(4, 3), self.matrix(3, 2)
        with self.multiplied(saved(a), saved(b), accept=ZIP) as archive:
            self.assertEqual(archive.files, ["product"])
            self.assert_same_bits(archive["product"], self.product_in_json(a, b))

    def archive(self, path, a, options=None):
        parts = [("a", NPY, saved(a))]
        with self.load(path, *form(parts, options), ZIP) as archive:
            return dict(archive)

    def assert_close(self, product, a):
        """Up to the rounding of a factorization: some units in the last place of its norm."""
        error = np.linalg.norm(product - a)
        self.assertLess(error, 1e-13 * max(a.shape) * np.linalg.norm(a))

    def test_factors_in_an_archive_make_up_the_matrix_again(self):
        for shape in [(1, 1), (3, 3), (7, 4), (4, 7), (90, 60)]:
            a = self.random.standard_normal(shape)
            lu, qr, svd = (self.archive(f"/v1/{name}", a) for name in ["lu", "qr", "svd"])
            self.assertEqual(sorted(lu), ["l", "permutation", "u"])
            self.assertEqual(lu["permutation"].dtype, np.dtype("<i8"))
            self.assert_close(lu["l"] @ lu["u"], a[lu["permutation"] - 1])
            self.assert_close(qr["q"] @ qr["r"], a)
            self.assertEqual(svd["singular_values"].shape, (min(shape),))
            self.assert_close(svd["u"] * svd["singular_values"] @ svd["vt"], a)

    def test_eigenvalues_in_an_archive_are_real_or_complex_arrays(self):
        half = self.random.standard_normal((20, 20))
        for a, kind in [(half + half.T, "f"), (half, "c")]:
            got = self.archive("/v1/eigen", a)
            self.assertEqual({each.dtype.kind for each in got.values()}, {kind})
            self.assertEqual((got["values"].shape, got["vectors"].shape), ((20,), (20, 20)))
            self.assert_close(a @ got["vectors"], got["vectors"] * got["values"])
        got = self.archive("/v1/eigen", half, {"dtype": "float32"})
        self.assertEqual({each.dtype for each in got.values()}, {np.dtype("<c8")})

    def test_words_and_counts_in_an_archive_are_arrays_without_dimensions(self):
        a, b = self.random.standard_normal((6, 3)), self.random.standard_normal((6, 2))
        parts = [("a", NPY, saved(a)), ("b", NPY, saved(b))]
        with self.load("/v1/solve", *form(parts, None), ZIP) as got:
            self.assertEqual(got["method"][()], "least-squares")
            self.assertEqual((got["rank"][()], got["rank"].dtype.kind), (3, "i"))
            self.assertEqual((got["condition"].shape, got["residual"].shape), ((), (2,)))
            self.assert_close(a.T @ a @ got["solution"], a.T @ b)

    def test_the_one_matrix_of_an_answer_is_an_array_also_where_more_is_told_of_it(self):
        a, b = self.random.standard_normal((5, 5)), self.random.standard_normal((5, 2))
        inverse = self.load("/v1/inverse", saved(a), NPY)
        self.assert_close(a @ inverse, np.eye(5))
        parts = [("a", NPY, saved(a)), ("b", NPY, saved(b))]
        self.assert_close(a @ self.load("/v1/solve", *form(parts, None)), b)
        self.assertEqual(self.load("/v1/trace", saved(a), NPY).shape, ())

    def test_what_the_readme_shows_is_so(self):
        found = re.findall(r"^```python\n(.*?)^```\n```text\n(.*?)^```\n", README.read_text(),
                           re.MULTILINE | re.DOTALL)
        self.assertTrue(found)
        for program, wanted in found:
            program = program.replace("127.0.0.1:8080", f"127.0.0.1:{self.service.connection.port}")
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                exec(program, {})
            self.assertEqual(printed.getvalue(), wanted)

    def test_a_large_archive_has_good_checksums(self):
        a = self.matrix(400, 400)
        with self.multiplied(saved(a), saved(np.eye(400)), accept=ZIP) as archive:
            self.assertIsNone(archive.zip.testzip())
            self.assert_same_bits(archive["product"], a)


if __name__ == "__main__":
    unittest.main()
