"""Addresses of this desk: a unit's own first, the office's below ``office/``."""

from django.urls import path

from .views import board, countdown, lists, office, own, papers, tasks

app_name = "units"
_ROUND, _TASK, _HANDED = "rounds/<uuid:public_id>/", "tasks/<uuid:public_id>/", "handed/<uuid:public_id>/"
_OWN = [
    path("", own.home, name="home"),
    path(f"{_ROUND}sheet/", own.sheet, name="sheet"),
    path("items/<uuid:public_id>/", own.answer, name="answer"),
    path("rulings/", own.rulings, name="own_rulings"),
    path("rulings/<uuid:public_id>/withdraw/", own.withdraw, name="withdraw_appeal"),
    path("messages/", own.letters, name="messages"),
    path("proof/<uuid:public_id>/", own.proof, name="proof"),
    path(f"{_ROUND}tasks/", own.tasks, name="tasks"),
    path(_TASK, tasks.task, name="task"),
    path(f"{_TASK}claim/", tasks.claim, name="claim"),
    path(f"{_TASK}plan/", tasks.plan, name="plan"),
    path(f"{_TASK}report/", tasks.report, name="report"),
    path(f"{_TASK}withdraw/", tasks.withdraw, name="withdraw"),
    path(f"{_TASK}extend/", tasks.extend, name="extend"),
    path(f"{_ROUND}rectification/", papers.rectification, name="rectification"),
    path(f"{_ROUND}reports/", papers.reports, name="reports"),
    path("reports/<uuid:public_id>/", papers.report_file, name="report_file"),
    path("contact/", papers.contact, name="contact"),
    path("contact/end/", papers.end_contact, name="end_contact"),
    path("contact/import/", papers.take_sheet, name="take_sheet"),
    path(f"{_ROUND}contact-sheet/", papers.contact_sheet, name="contact_sheet"),
    path("handed/", papers.handed_tasks, name="handed"),
    path(f"{_HANDED}claim/", papers.take_on, name="take_on"),
    path(f"{_HANDED}done/", papers.finish, name="finish"),
]
_OFFICE = [
    path("office/", office.office, name="office"),
    path(f"office/{_ROUND}step/", office.step, name="step"),
    path(f"office/{_ROUND}units/<uuid:unit_id>/", office.unit_answers, name="unit_answers"),
    path("office/appeals/", office.appeals, name="appeals"),
    path("office/appeals/<uuid:public_id>/", office.appeal, name="appeal"),
    path("office/appeals/<uuid:public_id>/rule/", office.rule, name="rule"),
    path("office/board/", board.board, name="board"),
    path(f"office/{_TASK}judge/", tasks.judge, name="judge"),
    path(f"office/{_TASK}again/", tasks.look_again, name="look_again"),
    path("office/extensions/<uuid:public_id>/", tasks.rule_extension, name="rule_extension"),
    path("office/returned/", board.returned, name="returned"),
    path("office/returned/upload/", board.upload, name="upload_report"),
    path("office/returned/fetch/", board.fetch, name="fetch"),
    path("office/returned/<uuid:public_id>/confirm/", board.confirm, name="confirm_report"),
    path("office/returned/<uuid:public_id>/discard/", board.discard, name="discard_report"),
    path("office/outbox/", board.outbox, name="outbox"),
    path("office/outbox/remind/", board.remind, name="remind"),
    path("office/outbox/<int:pk>/again/", board.resend, name="resend"),
    path("office/contacts/", lists.contacts, name="contacts"),
    path("office/contacts/import/", lists.take_sheets, name="take_sheets"),
    path(f"office/{_ROUND}contacts/", lists.contact_list, name="contact_list"),
    path("office/causes/", lists.causes, name="causes"),
    path("office/causes/<int:pk>/", lists.cause, name="cause"),
    path("office/handed/", lists.handed, name="handed_list"),
    path("office/handed/new/", lists.hand_out, name="hand_out"),
    path(f"office/{_HANDED}", lists.handed_task, name="handed_task"),
    path("office/countdown/", countdown.countdowns, name="countdowns"),
    path("office/countdown/new/", countdown.begin, name="new_countdown"),
    path("office/countdown/<uuid:public_id>/", countdown.countdown, name="countdown"),
    path("office/countdown/<uuid:public_id>/goals/new/", countdown.new_goal, name="new_goal"),
    path("office/goals/<uuid:public_id>/", countdown.goal, name="goal"),
]
urlpatterns = [*_OWN, *_OFFICE]
