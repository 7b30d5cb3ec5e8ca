--- Lines of a page that are no part of its story, each with the reason that is given for leaving it out.
-- A line is compared in lower case, without white space at its ends, as a Lua pattern that must match from its first character; one with a
-- number behind it holds only for lines of at most so many words. An example follows each.
return {
  { "^leave a reply", "reply box" }, -- Leave a Reply
  { "^leave a comment", "reply box" }, -- Leave a comment
  { "^cancel reply$", "reply box" }, -- Cancel reply
  { "^post a comment", "reply box" }, -- Post a comment
  { "^write a comment", "reply box" }, -- Write a comment…
  { "^your email address will not be published", "reply box" }, -- Your email address will not be published. Required fields are marked *
  { "^join the conversation", "reply box", 6 }, -- Join the conversation
  { "^log in to comment", "reply box" }, -- Log in to comment
  { "^%d[%d,]* comments?$", "comment count" }, -- 0 comments
  { "^no comments?", "comment count", 4 }, -- No Comments yet
  { "^comments? ?%(%d*%)$", "comment count" }, -- Comments (12)
  { "^comments$", "comment count" }, -- Comments
  { "^view comments?$", "comment count" }, -- View comments
  { "^recommended stories", "related stories" }, -- Recommended Stories
  { "^recommended for you", "related stories" }, -- Recommended for you
  { "^recommended$", "related stories" }, -- Recommended
  { "^list of %d+ items", "related stories" }, -- list of 3 items
  { "^list %d+ of %d+", "related stories" }, -- list 1 of 3Bridge closed again
  { "^end of list", "related stories", 6 }, -- end of list
  { "^you may also like", "related stories" }, -- You may also like
  { "^you might also like", "related stories" }, -- You might also like
  { "^more from ", "related stories", 8 }, -- More from this section
  { "^more on ", "related stories", 8 }, -- More on the storm
  { "^more stories", "related stories", 6 }, -- More stories
  { "^related ?:?$", "related stories" }, -- Related:
  { "^related [%a]+:?$", "related stories" }, -- Related articles
  { "^related:", "related stories", 20 }, -- Related: Bridge closed again
  { "^read more:?", "related stories", 20 }, -- Read more: Bridge closed again
  { "^read also:?", "related stories", 20 }, -- Read also: Bridge closed again
  { "^also read:?", "related stories", 20 }, -- Also read: Bridge closed again
  { "^see also:?", "related stories", 20 }, -- See also: Bridge closed again
  { "^read next", "related stories", 20 }, -- Read next
  { "^up next", "related stories", 20 }, -- Up next
  { "^most viewed", "related stories", 6 }, -- Most viewed
  { "^more news", "related stories", 6 }, -- More news
  { "^more in ", "related stories", 6 }, -- More in World
  { "^also on ", "related stories", 8 }, -- Also on The Harbour Post
  { "^keep reading", "related stories", 20 }, -- Keep reading
  { "^top stories", "related stories", 4 }, -- Top stories
  { "^most read", "related stories", 6 }, -- Most read
  { "^most popular", "related stories", 6 }, -- Most popular
  { "^trending", "related stories", 4 }, -- Trending now
  { "^latest news$", "related stories" }, -- Latest news
  { "^don['’]*t miss", "related stories", 6 }, -- Don’t miss
  { "^editors?['’]* ?s? picks?", "related stories", 5 }, -- Editors’ picks
  { "^discover more from ", "subscribe box" }, -- Discover more from The Harbour Post
  { "^subscribe", "subscribe box", 20 }, -- Subscribe to get the latest posts sent to your email.
  { "^sign up ", "subscribe box", 25 }, -- Sign up for our newsletter
  { "^want more ", "subscribe box", 25 }, -- Want more updates? Sign up below.
  { "^get the latest", "subscribe box", 20 }, -- Get the latest news in your inbox
  { "^by signing up", "subscribe box", 60 }, -- By signing up you agree to our terms.
  { "^thank you for reading", "subscribe box", 30 }, -- Thank you for reading this story.
  { "^newsletter$", "subscribe box" }, -- Newsletter
  { "^get our ", "subscribe box", 20 }, -- Get our newsletter
  { "^enter your email", "subscribe box" }, -- Enter your email address:
  { "^type your email", "subscribe box" }, -- Type your email…
  { "^support our journalism", "subscribe box" }, -- Support our journalism
  { "^already a subscriber", "subscribe box" }, -- Already a subscriber? Log in
  { "^share$", "share line" }, -- Share
  { "^share full article", "share line" }, -- Share full article
  { "^gift this", "share line", 5 }, -- Gift this article
  { "^save$", "share line" }, -- Save
  { "^listen$", "player" }, -- Listen
  { "^share this", "share line", 12 }, -- Share this article
  { "^share on ", "share line", 8 }, -- Share on Facebook
  { "^share:", "share line", 12 }, -- Share: Facebook Twitter
  { "^click to share", "share line" }, -- Click to share on X (Opens in new window)
  { "^tweet$", "share line" }, -- Tweet
  { "^facebook$", "share line" }, -- Facebook
  { "^twitter$", "share line" }, -- Twitter
  { "^whatsapp$", "share line" }, -- WhatsApp
  { "^email$", "share line" }, -- Email
  { "^print$", "share line" }, -- Print
  { "^copy link", "share line", 5 }, -- Copy link
  { "^like this:?$", "share line" }, -- Like this:
  { "^like us on", "share line", 12 }, -- Like us on Facebook
  { "^follow us", "share line", 15 }, -- Follow us on X
  { "^follow .+ on twitter", "share line", 15 }, -- Follow Anna Berg on Twitter @annaberg.
  { "^follow .+ on x", "share line", 15 }, -- Follow Anna Berg on X
  { "^do you support .+ like the page:?$", "share line" }, -- Do you support the ferry? Like the page:
  { "^advertisement", "advertisement", 4 }, -- Advertisement
  { "^advertising", "advertisement", 3 }, -- Advertising
  { "^sponsored", "advertisement", 4 }, -- Sponsored content
  { "^story continues below", "advertisement" }, -- Story continues below advertisement
  { "^article continues below", "advertisement" }, -- Article continues below
  { "^continue reading", "advertisement", 8 }, -- Continue reading the main story
  { "^skip to ", "navigation", 6 }, -- Skip to content
  { "^home ?[/>»]", "navigation" }, -- Home / News / World
  { "^back to top", "navigation", 4 }, -- Back to top
  { "^previous article", "navigation" }, -- Previous article
  { "^next article", "navigation" }, -- Next article
  { "^loading", "navigation", 4 }, -- Loading…
  { "^view all", "navigation", 5 }, -- View all
  { "^show more", "navigation", 4 }, -- Show more
  { "^load more", "navigation", 4 }, -- Load more
  { "^contact us$", "navigation" }, -- Contact us
  { "^about us$", "navigation" }, -- About us
  { "^privacy policy", "navigation", 6 }, -- Privacy Policy
  { "^terms of ", "navigation", 6 }, -- Terms of use
  { "^sign in$", "navigation" }, -- Sign in
  { "^log in$", "navigation" }, -- Log in
  { "^menu$", "navigation" }, -- Menu
  { "^search$", "navigation" }, -- Search
  { "^tags?:", "tags" }, -- Tags: harbour, ferry
  { "^topics?:", "tags", 20 }, -- Topics: harbour
  { "^filed under", "tags" }, -- Filed under: Harbour
  { "^categor[yi]%a*:", "tags" }, -- Categories: Harbour
  { "^©", "copyright" }, -- © 2024 The Harbour Post
  { "^copyright", "copyright" }, -- Copyright 2024 The Harbour Post
  { "^%(c%) ", "copyright" }, -- (c) 2024 The Harbour Post
  { "all rights reserved%.?$", "copyright" }, -- The Harbour Post. All rights reserved.
  { "^this material may not be published", "copyright" }, -- This material may not be published, broadcast or rewritten.
  { "^%d+ min read$", "reading time" }, -- 4 min read
  { "^%d+ minutes? read$", "reading time" }, -- 4 minute read
  { "^reading time", "reading time", 6 }, -- Reading time: 4 minutes
  { "^listen to this", "player" , 8 }, -- Listen to this article
  { "^watch the .*video", "player", 15 }, -- Watch the full video below:
  { "^watch:", "player", 20 }, -- Watch: the bridge from above
  { "^video:", "player", 20 }, -- Video: the bridge from above
  { "^we use cookies", "cookie notice" }, -- We use cookies to improve your visit.
  { "^accept all", "cookie notice", 5 }, -- Accept all cookies
  { "^reporting by ", "contributors", 40 }, -- Reporting by Anna Berg; Editing by Tom Lind
  { "^additional reporting by ", "contributors", 40 }, -- Additional reporting by Anna Berg
  { "^editing by ", "contributors", 20 }, -- Editing by Anna Berg
  { "^our standards:", "note" }, -- Our Standards: our principles of trust.
  { "^with files from ", "contributors", 15 }, -- With files from Anna Berg
  { "contributed to this report%.?$", "contributors", 40 }, -- Anna Berg in Northwick contributed to this report.
  { "contributed reporting%.?$", "contributors", 40 }, -- Anna Berg contributed reporting.
  { "^%d+ %a+ ago$", "reading time" }, -- 3 hours ago
  { "^this article is more than", "note", 15 }, -- This article is more than 2 years old
  { "^first published", "note", 12 }, -- First published on Monday
  { "^last modified", "note", 12 }, -- Last modified on Monday
  { "^correction:", "note" }, -- Correction: an earlier version …
  { "^this story has been updated", "note" }, -- This story has been updated.
  { "^this piece has been updated", "note" }, -- This piece has been updated with …
  { "^this article was originally", "note" }, -- This article was originally published by …
}
