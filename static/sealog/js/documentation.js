// The pages of the API, drawn from its description.

window.SwaggerUIBundle({
  url: document.getElementById('documentation').dataset.description,
  dom_id: '#documentation',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
