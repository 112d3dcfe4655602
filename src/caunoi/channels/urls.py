from django.urls import path

from caunoi.channels.entering.web import views as entering
from caunoi.channels.hotline import web as hotline
from caunoi.channels.paper import web as paper
from caunoi.channels.zalo import web as zalo

app_name = "channels"
urlpatterns = [
    path("hotline/", hotline.hotline, name="hotline"),
    path("in-person/", hotline.in_person, name="in_person"),
    path("hints/", entering.hints, name="hints"),
    path("paper/", paper.papers, name="papers"),
    path("paper/<uuid:paper_id>/", paper.paper, name="paper"),
    path("paper/<uuid:paper_id>/page/<int:page>/", paper.paper_page, name="paper_page"),
    path("paper/<uuid:paper_id>/discard/", paper.discard_paper, name="discard_paper"),
    path("zalo/", zalo.webhook, name="zalo_webhook"),
]
