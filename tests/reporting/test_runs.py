"""A report is computed, checked, filed; filed it never changes, a correction is a new run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from opsapp.kernel import clock, jobs
from opsapp.kernel.audit import acting
from opsapp.kernel.capabilities import Cap
from opsapp.kernel.jobs import Task
from opsapp.kernel.models import Job, Look
from opsapp.kernel.refusals import NotAllowed, Refusal
from opsapp.office.models import Unit
from reporting import selectors, services
from reporting.jobs import build_report, html_of, render_report
from reporting.models import ReportRun
from reporting.units import quarter
from tests.benefits.conftest import browser
from tests.database.sql import refused, run
from tests.people import holds_in, with_caps
from tests.reporting.conftest import FOURTH, Office, row

pytestmark = pytest.mark.django_db

OCT = date(2026, 10, 1)


@pytest.fixture
def paid(office: Office) -> Office:
    """One family, paid 405,73 in October."""
    office.family("Nowak", months=(OCT,))
    office.pay(date(2026, 10, 5))
    return office


class TestActs:
    def test_computing_names_its_edition_author_and_span(self, paid: Office) -> None:
        made = paid.build()
        assert (made.status, made.edition, made.made_by) == ("computed", "2026-1", paid.builder)
        assert (made.period_from, made.period_to, made.year_from) == (
            OCT, date(2026, 12, 31), date(2026, 1, 1),
        )  # fmt: skip

    def test_a_quarter_to_come_is_refused(self, paid: Office) -> None:
        with pytest.raises(Refusal, match="jeszcze się nie zaczął"):
            paid.build(quarter(2027, 2))

    def test_filing_freezes_numbers_ids_and_digest(self, paid: Office) -> None:
        made = paid.filed()
        assert (made.status, made.filed_by, made.filed_on) == (
            "filed", paid.filer, clock.today(),
        )  # fmt: skip
        assert len(made.content_sha256) == 64
        cell = made.cells.get(table="K-1", row="PERIODIC", column="units")
        assert cell.ids is not None and len(cell.ids) == 1
        assert [t.move for t in made.transitions.all()] == ["check", "file"]
        assert Job.objects.get(kind="render_report").arguments == {"run": made.pk}

    def test_another_person_files(self, paid: Office) -> None:
        made = services.check(paid.build(), actor=paid.builder)
        with pytest.raises(Refusal, match="inna osoba"):
            services.file(made, actor=paid.builder)

    def test_a_running_quarter_and_an_unchecked_run_are_not_filed(self, paid: Office) -> None:
        made = paid.build()
        with pytest.raises(Refusal, match="w stanie „policzone”"):
            services.file(made, actor=paid.filer)
        services.check(made, actor=paid.builder)
        with clock.frozen(date(2026, 12, 31)), pytest.raises(Refusal, match="jeszcze trwa"):
            services.file(made, actor=paid.filer)

    def test_a_number_that_changed_meanwhile_stops_the_filing(self, paid: Office) -> None:
        made = services.check(paid.build(), actor=paid.builder)
        paid.family("Lis", months=(OCT,))
        paid.pay(date(2026, 12, 5))
        with pytest.raises(Refusal, match="zmieniła się od obliczenia"):
            services.file(made, actor=paid.filer)
        made.refresh_from_db()
        assert made.status == "checked"

    def test_errors_are_waived_with_a_reason_before_the_check(self, office: Office) -> None:
        office.family("Nowak", months=(OCT,), reasons=())
        office.pay(date(2026, 10, 5))
        made = office.build()
        with pytest.raises(Refusal, match="nierozstrzygnięte błędy"):
            services.check(made, actor=office.builder)
        finding = made.checks.get()
        with pytest.raises(Refusal, match="Napisz, dlaczego"):
            services.waive(finding, reason=" ", actor=office.builder)
        services.waive(finding, reason="akta w sądzie", actor=office.builder)
        services.check(made, actor=office.builder)
        with pytest.raises(Refusal, match="przed zatwierdzeniem"):
            services.waive(finding, reason="inny", actor=office.builder)

    def test_the_same_period_is_filed_once(self, paid: Office) -> None:
        second = services.check(paid.build(), actor=paid.builder)
        paid.filed()
        with pytest.raises(Refusal, match="zostało już złożone"):
            services.file(second, actor=paid.filer)
        assert services.discard(second, actor=paid.builder).status == "discarded"

    def test_a_correction_is_a_new_run_with_its_differences(self, paid: Office) -> None:
        first = paid.filed()
        paid.family("Lis", months=(OCT,))
        paid.pay(date(2026, 12, 5))
        second = services.correct(first, actor=paid.builder)
        assert (second.correction, second.corrects) == (1, first)
        found = {(c.row.code, c.column.code): c.difference for c in selectors.changed(second)}
        assert found["PERIODIC", "persons"] == 1
        assert found["PERIODIC", "amount"] == Decimal("405.73")
        assert ("PERM", "amount") not in found
        services.file(services.check(second, actor=paid.builder), actor=paid.filer)
        assert row(first, "K-1", "PERIODIC")["persons"] == 1
        with pytest.raises(Refusal, match="ma już korektę"):
            services.correct(first, actor=paid.builder)

    def test_only_what_was_filed_is_corrected(self, paid: Office) -> None:
        with pytest.raises(Refusal, match="do złożonego"):
            services.correct(paid.build(), actor=paid.builder)


class TestFrozen:
    """The database refuses whatever the code does."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE reporting_reportrun SET filed_on = '2027-02-01'",
            "UPDATE reporting_reportrun SET content_sha256 = repeat('0', 64)",
            "DELETE FROM reporting_reportrun",
            "UPDATE reporting_reportcell SET value = 1",
            "UPDATE reporting_reportcell SET ids = '{1}'",
            "DELETE FROM reporting_reportcell",
            'INSERT INTO reporting_reportcell (run_id, "table", row, "column", source)'
            " SELECT id, 'K-1', 'X', 'X', '' FROM reporting_reportrun",
            "INSERT INTO reporting_reportcheck (run_id, code, level, message, waiver)"
            " SELECT id, 'C1', 'error', 'x', '' FROM reporting_reportrun",
        ],
    )
    def test_a_filed_report_never_changes(self, paid: Office, statement: str) -> None:
        paid.filed()
        with acting(paid.filer), refused("nie wolno|jest zamknięty"):
            run(statement)

    def test_its_document_is_set_once(self, paid: Office) -> None:
        made = paid.filed()
        with acting(paid.filer):
            first, second = (keep(text) for text in (b"a", b"b"))
            ReportRun.objects.filter(pk=made.pk).update(document=first)
            with refused("nie wolno zmienić"):
                run("UPDATE reporting_reportrun SET document_id = %s", second)

    def test_four_eyes_and_the_end_of_the_period(self, paid: Office) -> None:
        services.check(paid.build(), actor=paid.builder)
        whole = "status = 'filed', content_sha256 = repeat('0', 64)"
        with acting(paid.filer):
            with refused("report_four_eyes"):
                run(
                    f"UPDATE reporting_reportrun SET {whole}, filed_on = '2027-01-15',"
                    " filed_by_id = made_by_id"
                )
            with refused("report_filed_after_period"):
                run(
                    f"UPDATE reporting_reportrun SET {whole}, filed_on = '2026-12-31',"
                    f" filed_by_id = {paid.filer.pk}"
                )
            with refused("report_filed_is_whole"):
                run(f"UPDATE reporting_reportrun SET {whole}")

    def test_one_filed_report_of_a_period(self, paid: Office) -> None:
        paid.filed()
        services.check(paid.build(), actor=paid.builder)
        with acting(paid.filer), refused("report_filed_once"):
            run(
                "UPDATE reporting_reportrun SET status = 'filed', filed_on = '2027-01-15',"
                f" content_sha256 = repeat('0', 64), filed_by_id = {paid.filer.pk}"
                " WHERE status = 'checked'"
            )

    def test_states_move_along_the_table_and_with_an_actor(self, paid: Office) -> None:
        paid.build()
        with acting(paid.builder), refused("Nie ma przejścia"):
            run("UPDATE reporting_reportrun SET status = 'filed'")
        with refused("bez wskazania osoby"):
            run("UPDATE reporting_reportrun SET status = 'checked'")


def keep(content: bytes) -> int:
    (key,) = run(
        "INSERT INTO kernel_storeddocument (kind, content, media_type, sha256, recorded_at)"
        " VALUES ('report', %s, 'application/pdf', encode(sha256(%s), 'hex'), now())"
        " RETURNING id",
        content, content,
    )[0]  # fmt: skip
    return int(key)


class TestWork:
    def order(self, office: Office, kind: str, **arguments: Any) -> Task:
        return Task(jobs.enqueue(kind, key=f"test:{kind}", actor=office.builder, **arguments))

    def test_an_order_begun_twice_makes_one_report(self, paid: Office) -> None:
        task = self.order(paid, "build_report", form="quarterly", year=2026, number=4)
        first = build_report(task, form="quarterly", year=2026, number=4)
        assert build_report(task, form="quarterly", year=2026, number=4) == first
        assert ReportRun.objects.count() == 1

    def test_the_document_is_made_once(self, paid: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        from opsapp.kernel import documents

        made = paid.filed()
        rendered = documents.Rendered(b"%PDF", 3)
        monkeypatch.setattr("opsapp.kernel.documents.once.render", lambda html: rendered)
        task = self.order(paid, "render_report", run=made.pk)
        assert render_report(task, run=made.pk) == {"pages": 3}
        assert render_report(task, run=made.pk) == {"pages": 0}
        made.refresh_from_db()
        assert made.document is not None and made.document.pages == 3
        answer = browser(paid.filer).get(f"/sprawozdania/{made.pk}/pdf/")
        assert answer.content == b"%PDF"

    def test_the_printed_page_has_all_tables_and_both_names(self, paid: Office) -> None:
        shown = html_of(paid.filed())
        for words in ("K-1.", "K-2.", "K-3.", "K-9.", "Zasiłki okresowe – ogółem", "405,73",
                      "sporządził(a)", "do potwierdzenia w CAS"):  # fmt: skip
            assert words in shown

    def test_the_document_is_a_pdf_of_several_pages(self, paid: Office) -> None:
        from opsapp.kernel import documents

        if not documents.available():
            pytest.skip(documents.NOTICE)
        made = documents.render(html_of(paid.filed()))
        assert made.content.startswith(b"%PDF")
        assert made.pages >= 3


class TestScreens:
    def test_ordering_a_report_shows_its_progress(self, paid: Office) -> None:
        client = browser(paid.builder)
        form = {"year": "2026", "quarter": "4", "once": "7d3f6b4a-0f6e-4e0f-8a52-0f4f1d2b9c11"}
        answer = client.post("/sprawozdania/", form)
        job = Job.objects.get(kind="build_report")
        assert answer["Location"] == f"/praca/{job.pk}/" or str(job.pk) in answer["Location"]
        client.post("/sprawozdania/", form)
        assert Job.objects.filter(kind="build_report").count() == 1

    def test_a_quarter_to_come_is_explained_beside_the_field(self, paid: Office) -> None:
        form = {"year": "2027", "quarter": "3", "once": "7d3f6b4a-0f6e-4e0f-8a52-0f4f1d2b9c11"}
        answer = browser(paid.builder).post("/sprawozdania/", form)
        assert answer.status_code == 422
        assert "Ten kwartał jeszcze się nie zaczął" in answer.content.decode()

    def test_each_number_opens_down_to_decision_person_and_payment(self, paid: Office) -> None:
        made = paid.build()
        client = browser(paid.builder)
        page = client.get(f"/sprawozdania/{made.pk}/").content.decode()
        for table, code, column, words in (
            ("K-1", "PERIODIC", "units", "/wyplaty/pozycja/"),
            ("K-1", "PERIODIC", "units", "/decyzje/"),
            ("K-1", "PERIODIC", "persons", "/osoby/"),
            ("K-2", "REAL_ALL", "families", "/osoby/"),
            ("K-9", "GRANTED", "year", "/decyzje/"),
            ("K-9", "RECEIVED", "year", "/sprawy/"),
        ):
            cell = made.cells.get(table=table, row=code, column=column)
            assert f"/sprawozdania/komorka/{cell.pk}/" in page
            shown = client.get(f"/sprawozdania/komorka/{cell.pk}/").content.decode()
            assert words in shown, (table, code, column)
        look = Look.objects.filter(subject_type="reporting.cell.unit").first()
        assert look is not None and len(look.ids) == 1

    def test_what_stands_behind_needs_its_own_right(self, paid: Office) -> None:
        made = paid.build()
        only_reports = with_caps("tylko-liczby", Cap.SEE_REPORTS)
        client = browser(only_reports)
        assert client.get(f"/sprawozdania/{made.pk}/").status_code == 200
        for table, code, column in (
            ("K-1", "PERIODIC", "units"), ("K-1", "PERIODIC", "persons"),
            ("K-2", "REAL_ALL", "families"), ("K-9", "GRANTED", "year"),
            ("K-9", "RECEIVED", "year"),
        ):  # fmt: skip
            cell = made.cells.get(table=table, row=code, column=column)
            assert client.get(f"/sprawozdania/komorka/{cell.pk}/").status_code == 403

    def test_decisions_and_applications_open_only_to_who_sees_those_of_all_units(
        self, paid: Office
    ) -> None:
        made = paid.build()
        section = Unit.objects.get(cell="OPS")
        viewer = holds_in(
            with_caps("z-komorki", Cap.SEE_REPORTS), section, Cap.SEE_DECISIONS, Cap.SEE_CASES
        )
        for code in ("GRANTED", "RECEIVED"):
            cell = made.cells.get(table="K-9", row=code, column="year")
            answer = browser(viewer).get(f"/sprawozdania/komorka/{cell.pk}/")
            assert answer.status_code == 403
            assert "całego ośrodka" in answer.content.decode()

    @pytest.mark.parametrize("step", ["sprawdz", "zloz", "odrzuc", "korekta"])
    def test_acts_answer_only_post_and_only_to_those_who_may(self, paid: Office, step: str) -> None:
        made = paid.build()
        reader = with_caps("czyta", Cap.SEE_REPORTS)
        assert browser(paid.builder).get(f"/sprawozdania/{made.pk}/{step}/").status_code == 405
        assert browser(reader).post(f"/sprawozdania/{made.pk}/{step}/").status_code == 403

    def test_whoever_repeats_the_job_of_filing_needs_the_right_to_file(self, paid: Office) -> None:
        made = services.check(paid.build(), actor=paid.builder)
        with pytest.raises(NotAllowed, match="Zamykanie sprawozdań"):
            services.file(made, actor=with_caps("administrator", Cap.CONFIGURE))

    def test_filing_by_the_one_who_computed_is_refused_at_once(self, paid: Office) -> None:
        both = with_caps("obie", Cap.SEE_REPORTS, Cap.BUILD_REPORTS, Cap.FILE_REPORTS)
        made = services.build(form="quarterly", span=FOURTH, actor=both)
        services.check(made, actor=both)
        answer = browser(both).post(f"/sprawozdania/{made.pk}/zloz/")
        assert answer.status_code == 422
        assert not Job.objects.filter(kind="file_report").exists()

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_it_is_taken_out_as_a_file_by_who_may_export(self, paid: Office, kind: str) -> None:
        made = paid.build()
        address = f"/sprawozdania/{made.pk}/?format={kind}"
        answer = browser(paid.builder).get(address)
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert content[:2] == (b"PK" if kind == "xlsx" else b"\xef\xbb")
        assert Look.objects.filter(kind="exported", actor=paid.builder).count() == 1
        assert browser(paid.filer).get(address).status_code == 403

    def test_cells_of_files_are_never_formulas(self) -> None:
        from opsapp.kernel.web.export import safe

        for sign in ("=1+1", "+1", "-1", "@x", "\tx"):
            assert safe(sign).startswith("'")
