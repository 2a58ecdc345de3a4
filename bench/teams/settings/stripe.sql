create schema stripe;
