(function () {
  var told = JSON.parse(document.getElementById('told').textContent);
  var close = function () { window.close(); };
  try { if (window.opener) window.opener.postMessage(told, '*'); } catch (e) { /* the opener is gone */ }
  try {
    var channel = new BroadcastChannel('nango-oauth-callback');
    channel.postMessage(told);
    channel.close();
  } catch (e) { /* an old browser */ }
  window.addEventListener('message', function (event) {
    if (event.data && event.data.type === 'nango_oauth_callback_ack') close();
  });
  if (window.opener && told.type === 'nango_oauth_callback_success') setTimeout(close, 500);
})();
