drop index post_title;
