from django.urls import path

from logging_core.streams import api, pages

urlpatterns = [
    path("values", pages.value_board, name="values"),
    path("values/<int:id>", pages.one_stream, name="values-stream"),
]

api_urlpatterns = [
    path("streams", api.Streams.as_view(), name="api-streams"),
    path("streams/latest", api.Latest.as_view(), name="api-streams-latest"),
    path("streams/<int:id>", api.OneStream.as_view(), name="api-stream"),
    path("streams/<int:id>/history", api.History.as_view(), name="api-stream-history"),
    path("streams/<int:id>/samples", api.Samples.as_view(), name="api-stream-samples"),
    path("streams/<int:id>/csv", api.Csv.as_view(), name="api-stream-csv"),
]
