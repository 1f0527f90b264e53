"""The tools that measure: what they tell of figures, and what they make of broken servers."""
import json
import re
import sys
import unittest
from unittest import mock
import xml.etree.ElementTree as xml

import forms
import load
import matrices
import plot
import report
import server
import units
from peers import Side


def made_up():
    large = {
        "time": [0.3, 0.2, 0.25],
        "CPU": [0.4] * 3,
        "memory": [1.2 * matrices.bytes_of_matrices(2000)] * 3,
    }
    slower = large | {"time": [1.0] * 3}
    rates = {"CPU": [1e-5], "p50": [5e-4], "p99": [2e-3]}
    return {
        "small": {
            "date": "2026-11-25",
            "commit": "abc",
            "failures": {"fastapi": "no room"},
            "sides": {
                "rowcold": rates | {"requests/s": [131_234.0]},
                "cpp-1": rates | {"requests/s": [120_000.0]},
                "cpp-2": rates | {"requests/s": [90_000.0]},
            },
        },
        "2000": {
            "date": "2026-11-25",
            "commit": "abc",
            "failures": {},
            "sides": {"rowcold": large, "cpp-1": slower},
        },
    }


class Forms(unittest.TestCase):
    """What is sent and what is expected, in files of numbers."""

    ROWS = [[0.5, -1.0, 2.0], [3.25, 1e-300, 1 / 3], [7.0, -0.0, 1e300]]

    def assert_entries(self, entry):
        for i, row in enumerate(self.ROWS):
            self.assertEqual([entry(i, j) for j in range(3)], row)

    def test_the_entries_of_a_file_are_found(self):
        self.assert_entries(forms.entries_of_npy(forms.npy(self.ROWS), 3))
        self.assert_entries(forms.entries_of_csv(forms.csv(self.ROWS), 3))

    def test_a_file_of_another_size_is_no_answer(self):
        for file, entries in (forms.npy, forms.entries_of_npy), (forms.csv, forms.entries_of_csv):
            with self.assertRaises(ValueError):
                entries(file(self.ROWS[:2]), 3)

    def test_the_data_of_an_array_begins_at_a_multiple_of_64(self):
        self.assertEqual((len(forms.npy(self.ROWS)) - 9 * 8) % 64, 0)

    def test_a_form_has_both_operands(self):
        body = forms.form(forms.csv, forms.CSV)(4)
        for name in b'name="a"', b'name="b"', forms.csv([matrices.operands(4).row_of_b(3)]):
            self.assertEqual(body.count(name), 1)
        self.assertTrue(body.endswith(b"--\r\n"))


class Report(unittest.TestCase):
    def setUp(self):
        self.results = report.Results(made_up())

    def row(self, start):
        """The cells behind those that the row starts with."""
        for line in report.summary(self.results).splitlines():
            if line.startswith(start):
                return [cell.strip() for cell in line[len(start) :].strip("|").split("|")]

    def test_the_table_shows_medians_and_the_quotient_with_the_peer(self):
        self.assertEqual(self.row("| 2000 x 2000 | time |"), ["250 ms", "1.00 s", "0.25"])

    def test_memory_is_told_as_a_multiple_of_the_matrices(self):
        lines = [
            line for line in report.summary(self.results).splitlines() if "peak memory" in line
        ]
        self.assertIn("| 1.20 |", lines[-1])

    def test_a_family_is_shown_by_its_better_setting(self):
        figures = self.row("| 3 x 3 on 64 connections | requests a second |")
        self.assertEqual(figures, ["131,000", "120,000", "1.09"])

    def test_a_side_that_failed_is_named_with_its_reason(self):
        self.assertIn("fastapi failed in small: no room", report.summary(self.results))

    def test_every_figure_of_the_readme_stands_in_the_table(self):
        summary = report.summary(self.results)
        for figure in re.findall(r"[\d,.]+ (?:ms|us|s)\b|\d+,\d+", report.readme(self.results)):
            self.assertIn(figure, summary)

    def test_plots_are_well_formed_and_carry_their_labels(self):
        drawing = report.overview_plot(self.results)
        xml.fromstring(drawing)
        self.assertIn(">250 ms<", drawing)
        self.assertIn(">131,000<", drawing)

    def test_lines_reach_from_the_first_size_to_the_last(self):
        drawing = plot.lines("growth", [("time", [("ours", "ours", {64: 10.0, 4000: 20.0})])])
        points = (
            xml.fromstring(drawing)
            .find("{http://www.w3.org/2000/svg}polyline")
            .get("points")
            .split()
        )
        self.assertEqual(
            [point.split(",")[0] for point in points],
            [f"{plot.LEFT:.1f}", f"{plot.WIDTH - plot.RIGHT:.1f}"],
        )

    def test_only_what_stands_between_the_markers_is_replaced(self):
        page = "before\n<!-- bench: growth -->\nold\n<!-- bench: end of growth -->\nafter\n"
        self.assertEqual(report.put(page, "growth", "new"), page.replace("old", "new"))


class Text(unittest.TestCase):
    def test_figures_have_three_digits(self):
        self.assertEqual(
            [units.seconds(value) for value in (7.12e-6, 0.04512, 0.9994, 13.6)],
            ["7.12 us", "45.1 ms", "999 ms", "13.6 s"],
        )
        self.assertEqual(units.three_digits(131_234), "131,000")


class Answers(unittest.TestCase):
    def test_an_answer_in_chunks_is_put_together(self):
        answer = (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n"
        )
        self.assertEqual(load.body_of(answer), b"[1,2]")

    def test_a_wrong_product_is_seen(self):
        size = 4
        right = [[matrices.operands(size).entry(i, j) for j in range(size)] for i in range(size)]
        wrong = [[entry + 1 for entry in row] for row in right]
        matrices.check(size, self.answer(right))
        with self.assertRaises(ValueError):
            matrices.check(size, self.answer(wrong))

    def answer(self, rows):
        return json.dumps({"product": rows}, separators=(",", ":")).encode()


ANSWERS = """
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = listener.accept()
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok")
"""


def side(program):
    return Side(
        name="one",
        family="hello",
        command=lambda port: [sys.executable, "-c", program, str(port)],
        prepare=None,
        multiplies=False,
    )


class Servers(unittest.TestCase):
    def start(self, program):
        self.server = server.Server(side(program))
        return self.server

    def assert_nothing_runs(self):
        self.assertEqual(self.server.processes(), [])

    def test_a_server_is_there_inside_and_gone_after(self):
        with self.start(ANSWERS) as running:
            with load.Client(running) as client:
                self.assertEqual(client.post(b""), b"ok")
            self.assertGreater(running.cpu_seconds(), 0)
        self.assert_nothing_runs()

    def test_one_that_ends_at_once_has_failed_with_its_last_words(self):
        with self.assertRaisesRegex(server.Failed, "did not start: no room"):
            with self.start("import sys; sys.exit('no room')"):
                pass
        self.assert_nothing_runs()

    def test_one_that_never_listens_has_failed(self):
        with mock.patch.object(server, "START_SECONDS", 0.2):
            with self.assertRaisesRegex(server.Failed, "did not start to listen"):
                with self.start("import time; time.sleep(1000)"):
                    pass
        self.assert_nothing_runs()

    def test_one_that_dies_meanwhile_has_failed(self):
        with self.assertRaisesRegex(server.Failed, "ended with -9"):
            with self.start(ANSWERS) as running:
                running.process.kill()
                running.process.wait()
        self.assert_nothing_runs()

    def test_its_descendants_go_with_it(self):
        child = "import subprocess, sys; subprocess.Popen(['sleep', '1000'])\n"
        with self.start(child + ANSWERS) as running:
            self.assertEqual(len(running.processes()), 2)
        self.assert_nothing_runs()


if __name__ == "__main__":
    unittest.main()
