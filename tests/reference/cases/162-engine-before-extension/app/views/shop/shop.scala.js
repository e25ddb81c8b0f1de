@(routes: Seq[play.api.routing.JavaScriptReverseRoute])(implicit request: RequestHeader)

@import play.api.libs.json.Json
@import views.helper._

@defining(routes.map(_.name)) { names =>
  @for(name <- names.sorted if !name.isEmpty) {
    @Html(Json.stringify(Json.toJson(name)))
  }
}
