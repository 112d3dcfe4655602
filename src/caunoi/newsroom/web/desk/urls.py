from django.urls import path

from caunoi.newsroom.web.desk import articles, deeds, milestones, nominations, pictures, reach, revisions, taking_up

urlpatterns = [
    path("desk/", articles.desk_articles, name="desk_articles"),
    path("desk/write/", articles.write_article, name="write_article"),
    path("desk/documents/<uuid:document_id>/", taking_up.take_up_document, name="take_up_document"),
    path("desk/paste/", articles.clean_paste, name="clean_paste"),
    path("desk/units/", articles.find_audience, name="find_audience"),
    path("desk/pictures/<uuid:unit_id>/", pictures.desk_pictures, name="desk_pictures"),
    path("pictures/<uuid:picture_id>/", pictures.picture, name="picture"),
    path("pictures/<uuid:picture_id>/<int:width>/", pictures.picture, name="picture_at"),
    path("desk/reach/", reach.reach, name="reach"),
    path("desk/<uuid:article_id>/reach/", reach.article_reach, name="article_reach"),
    path("nominate/", nominations.nominate, name="nominate"),
    path("nominate/<uuid:nomination_id>/photo/", nominations.nomination_photo, name="nomination_photo"),
    path("desk/nominations/", nominations.desk_nominations, name="desk_nominations"),
    path("desk/nominations/<uuid:nomination_id>/", nominations.desk_nomination, name="desk_nomination"),
    path("desk/nominations/<uuid:nomination_id>/decide/", nominations.decide_nomination, name="decide_nomination"),
    path("desk/milestones/", milestones.desk_milestones, name="desk_milestones"),
    path("desk/milestones/add/", milestones.add_milestone, name="add_milestone"),
    path("desk/milestones/<uuid:milestone_id>/", milestones.edit_milestone, name="edit_milestone"),
    path("desk/<uuid:article_id>/", deeds.desk_article, name="desk_article"),
    path("desk/<uuid:article_id>/edit/", articles.edit_article, name="edit_article"),
    path("desk/<uuid:article_id>/revisions/", revisions.article_revisions, name="article_revisions"),
    path("desk/<uuid:article_id>/submit/", deeds.submit_article, name="submit_article"),
    path("desk/<uuid:article_id>/review/", deeds.review_article, name="review_article"),
    path("desk/<uuid:article_id>/schedule/", deeds.schedule_article, name="schedule_article"),
    path("desk/<uuid:article_id>/unschedule/", deeds.unschedule_article, name="unschedule_article"),
    path("desk/<uuid:article_id>/publish/", deeds.publish_article, name="publish_article"),
    path("desk/<uuid:article_id>/discard/", deeds.discard_article, name="discard_article"),
    path("desk/<uuid:article_id>/withdraw/", deeds.withdraw_article, name="withdraw_article"),
]
