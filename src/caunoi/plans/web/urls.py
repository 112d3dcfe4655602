from caunoi.plans.web import activity_urls, indicator_urls, plan_urls

app_name = "plans"
urlpatterns = [*plan_urls.urlpatterns, *activity_urls.urlpatterns, *indicator_urls.urlpatterns]
