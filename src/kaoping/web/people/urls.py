"""Addresses of this desk."""

from django.urls import path

from .views import accounts, entry, links, own

app_name = "people"
urlpatterns = [
    path("login/", entry.login, name="login"),
    path("login/code/", entry.login_code, name="login_code"),
    path("logout/", entry.logout, name="logout"),
    path("unlock/", entry.unlock, name="unlock"),
    path("reauthenticate/", entry.reauthenticate, name="reauthenticate"),
    path("stay/", entry.stay, name="stay"),
    path("invitation/<str:token>/", links.invitation, name="invitation"),
    path("first/<str:token>/", links.first, name="first"),
    path("profile/", own.profile, name="profile"),
    path("profile/password/", own.password, name="password"),
    path("profile/second-factor/", own.second_factor, name="second_factor"),
    path("profile/second-factor/qr.svg", own.second_factor_qr, name="second_factor_qr"),
    path("profile/tokens/", own.tokens, name="tokens"),
    path("profile/tokens/<uuid:public_id>/revoke/", own.revoke_token, name="revoke_token"),
    path("", accounts.people, name="list"),
    path("invite/", accounts.invite, name="invite"),
    path("<uuid:public_id>/", accounts.person, name="person"),
    path("<uuid:public_id>/link/", accounts.send_link, name="send_link"),
    path("<uuid:public_id>/active/", accounts.set_active, name="set_active"),
    path("<uuid:public_id>/second-factor/", accounts.drop_second_factor, name="drop_second_factor"),
]
