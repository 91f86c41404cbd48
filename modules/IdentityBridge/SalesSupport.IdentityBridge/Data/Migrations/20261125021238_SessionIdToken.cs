using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SalesSupport.IdentityBridge.Data.Migrations
{
    /// <inheritdoc />
    internal sealed partial class SessionIdToken : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "IdToken",
                table: "IdentityBridge_Sessions",
                maxLength: 8000,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "IdToken",
                table: "IdentityBridge_Sessions");
        }
    }
}
