(function () {
  var told = JSON.parse(document.getElementById('told').textContent);
  var close = function () { window.close(); };
  window.addEventListener('message', function (event) {
    if (event.data && event.data.type === 'nango_oauth_callback_ack') close();
  });
  // The websocket tells first, as it does with Nango, whose page needs as long to load.
  setTimeout(function () {
    try { if (window.opener) window.opener.postMessage(told, '*'); } catch (e) { /* the opener is gone */ }
    try {
      var channel = new BroadcastChannel('nango-oauth-callback');
      channel.postMessage(told);
      channel.close();
    } catch (e) { /* an old browser */ }
  }, 100);
  if (window.opener && told.type === 'nango_oauth_callback_success') setTimeout(close, 500);
})();
