from django.urls import path

from caunoi.plans.web import indicator_entering, indicator_files, indicator_pages, indicator_settings

urlpatterns = [
    path("indicators/", indicator_pages.indicators, name="indicators"),
    path("indicators/dictionary/", indicator_settings.dictionary, name="dictionary"),
    path("indicators/dictionary/<slug:code>/", indicator_settings.describe_indicator, name="describe_indicator"),
    path("indicators/periods/", indicator_settings.reporting_periods, name="reporting_periods"),
    path(
        "indicators/periods/<uuid:period_id>/", indicator_settings.edit_reporting_period, name="edit_reporting_period"
    ),
    path("indicators/<uuid:unit_id>/", indicator_pages.unit_indicators, name="unit_indicators"),
    path("indicators/<uuid:unit_id>/of/<slug:code>/", indicator_pages.indicator, name="indicator"),
    path("indicators/<uuid:unit_id>/report/<slug:kind>/", indicator_files.print_indicators, name="print_indicators"),
    path("indicators/<uuid:unit_id>/figures/", indicator_entering.enter_figures, name="enter_figures"),
    path("indicators/<uuid:unit_id>/figures/export/", indicator_files.export_figures, name="export_figures"),
    path("indicators/<uuid:unit_id>/figures/import/", indicator_files.import_figures, name="import_figures"),
    path(
        "indicators/<uuid:unit_id>/figures/import/<uuid:file_id>/",
        indicator_files.confirm_figures,
        name="confirm_figures",
    ),
    path(
        "indicators/<uuid:unit_id>/figures/<uuid:figure_id>/withdraw/",
        indicator_entering.withdraw_figure,
        name="withdraw_figure",
    ),
]
