$(function () {
  $('#form').on('submit', function (event) {
    event.preventDefault();
    $.post('/save', $(this).serialize(), function (data) {
      $('#result').html(data);
    });
  });
});
var base = '<?= $base ?>';
