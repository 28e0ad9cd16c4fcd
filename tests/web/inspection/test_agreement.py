"""How far two raters agree, and the third person's ruling."""

from decimal import Decimal

from kaoping.web.inspection.actions import hand_in
from kaoping.web.inspection.models import Answer
from kaoping.web.inspection.raters import agreement
from kaoping.web.review.models import Suspect

NOT_MET = {"verdict": "not_met", "note": "缺电话", "object": "电话", "count": 1, "url": ""}


def differing(double, inspector, second):
    hand_in(double[0], NOT_MET, by=inspector)
    hand_in(double[1], {"verdict": "met"}, by=second)


class TestFigure:
    def test_percent_and_kappa_of_a_table_worked_out_by_hand(self):
        # observed 35/50 = 0.7; chance 0.5 x 0.6 + 0.5 x 0.4 = 0.5; kappa 0.2 / 0.5
        pairs = [("met", "met")] * 20 + [("met", "not_met")] * 5
        pairs += [("not_met", "met")] * 10 + [("not_met", "not_met")] * 15

        figure = agreement(pairs)

        assert (figure.percent, figure.kappa) == (Decimal("70.000"), Decimal("0.400"))

    def test_where_all_say_the_same_kappa_cannot_be_told(self):
        figure = agreement([("met", "met")] * 3)

        assert (figure.percent, figure.kappa, figure.words) == (Decimal("100.000"), None, "不能计算")

    def test_without_pairs_there_is_no_figure(self):
        assert agreement([]).percent is None


class TestAgreement:
    def test_where_they_differ_it_is_listed(self, client, double, inspector, second, office_admin):
        differing(double, inspector, second)
        client.force_login(office_admin)

        response = client.get(f"/inspection/rounds/{double[0].round.public_id}/agreement/")

        assert response.context["figure"].both == 1
        assert "去裁定" in response.text

    def test_an_inspector_does_not_see_it(self, inspecting, double):
        assert inspecting.get(f"/inspection/rounds/{double[0].round.public_id}/agreement/").status_code == 403

    def test_the_export_is_a_table(self, client, double, inspector, second, office_admin):
        differing(double, inspector, second)
        client.force_login(office_admin)

        response = client.get(f"/inspection/rounds/{double[0].round.public_id}/agreement/?format=csv")

        assert "不符合" in b"".join(response).decode()


class TestRuling:
    def test_a_third_persons_answer_counts(self, client, double, inspector, second, office_admin):
        differing(double, inspector, second)
        client.force_login(office_admin)

        response = client.post(f"/inspection/tasks/{double[0].public_id}/ruling/", NOT_MET)

        assert response.status_code == 302
        assert Answer.objects.get(is_ruling=True).by == office_admin
        assert Suspect.objects.get().object == "电话"

    def test_the_figure_stays_what_the_two_said(self, client, double, inspector, second, office_admin):
        differing(double, inspector, second)
        client.force_login(office_admin)
        client.post(f"/inspection/tasks/{double[0].public_id}/ruling/", {"verdict": "met"})

        figure = client.get(f"/inspection/rounds/{double[0].round.public_id}/agreement/").context["figure"]

        assert (figure.both, figure.agreed) == (1, 0)

    def test_before_both_have_answered_nobody_rules(self, client, double, inspector, office_admin):
        hand_in(double[0], NOT_MET, by=inspector)
        client.force_login(office_admin)

        response = client.post(f"/inspection/tasks/{double[0].public_id}/ruling/", {"verdict": "met"})

        assert response.status_code == 422
        assert not Answer.objects.filter(is_ruling=True).exists()

    def test_after_the_ruling_a_rater_changes_nothing(self, client, double, inspector, second, office_admin):
        differing(double, inspector, second)
        client.force_login(office_admin)
        client.post(f"/inspection/tasks/{double[0].public_id}/ruling/", {"verdict": "met"})
        client.force_login(second)

        response = client.post(f"/inspection/tasks/{double[1].public_id}/answer/", NOT_MET)

        assert response.status_code == 422
        assert "已由第三人裁定" in response.text
