// The pages of the API, drawn from its description.

window.SwaggerUIBundle({
  url: '/sealog-server/swagger.json',
  dom_id: '#documentation',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
});
