from django.urls import path

from caunoi.newsroom.web.renderings import outputs, taking, uses, views, wordings

TAKE = "<uuid:article_id>/take/"
ARTICLE = "desk/<uuid:article_id>/forms/"
urlpatterns = [
    path(TAKE, taking.take_forms, name="take_forms"),
    path(f"{TAKE}<slug:slug>/", taking.take_form, name="take_form"),
    path(f"{TAKE}<slug:slug>/pdf/", taking.take_pdf, name="take_pdf"),
    path(f"{TAKE}<slug:slug>/picture/", taking.take_picture, name="take_picture"),
    path(f"{TAKE}<slug:slug>/sound/<int:page>/", taking.take_sound, name="take_sound"),
    path(ARTICLE, views.forms, name="forms"),
    path(f"{ARTICLE}runs/<uuid:run_id>/", uses.leaflet_run, name="leaflet_run"),
    path(f"{ARTICLE}<slug:slug>/", views.form, name="form"),
    path(f"{ARTICLE}<slug:slug>/preview/", views.preview_form, name="preview_form"),
    path(f"{ARTICLE}<slug:slug>/remake/", views.remake_form, name="remake_form"),
    path(f"{ARTICLE}<slug:slug>/pdf/", outputs.form_pdf, name="form_pdf"),
    path(f"{ARTICLE}<slug:slug>/picture/<int:page>/", outputs.form_picture, name="form_picture"),
    path(f"{ARTICLE}<slug:slug>/sound/<int:page>/", outputs.form_sound, name="form_sound"),
    path(f"{ARTICLE}<slug:slug>/text/", outputs.form_text, name="form_text"),
    path(f"{ARTICLE}<slug:slug>/use/", uses.record_use, name="record_use"),
    path(f"{ARTICLE}<slug:slug>/send/", uses.send_email, name="send_email"),
    path(f"{ARTICLE}<slug:slug>/leaflets/", uses.ask_leaflets, name="ask_leaflets"),
    path("desk/wordings/", wordings.wordings, name="wordings"),
    path("desk/wordings/<uuid:wording_id>/remove/", wordings.remove_wording, name="remove_wording"),
]
